"""The words pairing sends, one module per noun."""
