"""What charts show: figures grouped so that only comparable ones share axes, and the marks that stand for them."""
