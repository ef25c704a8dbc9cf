"""What Word files are made of; the Word renderers beside this package say what goes into them."""
