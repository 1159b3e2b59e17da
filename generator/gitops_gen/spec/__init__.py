"""The types of `cluster.yaml`, its loading and its cross-field rules; it decides nothing."""
