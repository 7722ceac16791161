"""Every figure of speed, full size: `make bench`, or `python -m benchmarks NAME…` for some of them."""
