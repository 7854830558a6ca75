"""What every service needs and no service owns: kernel, contracts, messaging, storage, runtime."""
