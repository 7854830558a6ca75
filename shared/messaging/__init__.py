"""The bus: the only package that knows nameko and kombu.

serve      answer an operation (request and reply)
subscribe  react to an event, with delayed retries and dead letters
every      do something regularly, in one replica at a time
provide    give a service object what it works with
relay      publish what the journal holds, in order, with confirms
line       ask another service from any thread, multiplexed, with deadlines
host       run a service
"""
