"""What banks tell of makers' accounts: notices and statements taken in, and matched to the parcels they pay."""
