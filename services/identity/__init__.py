"""Identity: who may sign in, how, and the keys that say so.

Owns: accounts, one-time codes, refresh families, client credentials, signing keys.
"""
