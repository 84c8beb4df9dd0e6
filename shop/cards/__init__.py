"""Cards from abroad, through Stripe: off until its keys are set.

`door` alone speaks to Stripe. `taking` is what becomes of an order paid by card, `refunds` what goes back,
`notices` what Stripe tells us, `truth` asks Stripe and mends what a lost notice left.
"""
