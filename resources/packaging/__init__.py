"""What makes packages of PTP. It belongs to the checkout: the packages do not contain it."""
