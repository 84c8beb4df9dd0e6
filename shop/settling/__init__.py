"""Money owed to makers: what a sale is sold under, what is taken of it, statements, payouts, closed months.

`commissions` and `taxes` say what holds on a day, `frozen` writes it down with the order, `sales` posts it when the
parcel is delivered. `statements` reads the ledger month by month, `months` closes them, `dues` says what may be paid
out and `payouts` pays it. `proofs` holds all of it against the ledger.
"""
