"""Brand files (_brand.yml) and the house styles that are made of them."""
