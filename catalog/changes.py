"""Who, on the floors above, wants to know that products changed: asked by the worker once a change is committed."""

from collections.abc import Callable, Sequence

Follower = Callable[[Sequence[int] | None], None]
_followers: list[Follower] = []


def follow(follower: Follower) -> Follower:
    """Call it with the ids of the products that changed, or None where any may have. It may be called twice."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def tell(product_ids: Sequence[int] | None) -> None:
    for follower in _followers:
        follower(product_ids)
