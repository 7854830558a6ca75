"""Run the whole suite on one machine without containers: broker, database, services, gateway.

Nothing here is for production. All servers listen on loopback only and keep their data in one folder.
"""
