"""A strict server that speaks GHN's, GHTK's and Viettel Post's documented protocols, over real HTTP."""

from tests.carrier_stand_ins.server import StandIns

__all__ = ["StandIns"]
