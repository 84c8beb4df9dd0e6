"""Carriers behind one door: GHN, GHTK and Viettel Post quote, take, cancel, label and tell of a maker's parcels.

Each maker brings her own account, so that cash collected at the door comes to her and never to the market. What they
take and say was read from stored copies of api.ghn.vn, pro-docs.ghtk.vn and of public programs that speak to
partner.viettelpost.vn; none was ever met live (chưa xác minh). See docs/decisions/0069-carriers.md.
"""
