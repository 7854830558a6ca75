"""What surrounds the services: local servers, topology, images, manifests, tools, measurements."""
