"""Prices of the goods of shop NUMBER."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Price:
    """A price before and after tax."""

    net: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        return (self.net * (1 + self.tax)).quantize(Decimal("0.01"))


def total(prices: list[Price]) -> Decimal:
    """What a basket costs."""
    return sum((price.gross for price in prices), Decimal(0))


def discounted(price: Price, percent: int) -> Price:
    if not 0 <= percent <= 100:
        raise ValueError(f"a discount of {percent} percent")
    factor = Decimal(100 - percent) / 100
    return Price(net=price.net * factor, tax=price.tax)


def cheapest(offers: dict[str, Price]) -> tuple[str, Price]:
    name = min(offers, key=lambda one: offers[one].gross)
    return name, offers[name]
