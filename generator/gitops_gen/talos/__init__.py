"""What Talos knows: contracts, the secrets bundle, its certificates, which leaves are secret; nothing of our spec."""
