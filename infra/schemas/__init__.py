"""What is released of the contracts: JSON Schemas of events and operations, and the AsyncAPI document."""
