"""What tests share: the real programs, the proof ledger, the recordings. No tests in here."""
