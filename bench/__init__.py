"""How quick the product is, as a ratio to the cheapest page Django could serve for the same rows: `bin/bench`."""
