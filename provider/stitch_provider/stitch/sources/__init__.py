"""Sources: where Stitch extracts data from (reference 2.6, 3.1)."""
