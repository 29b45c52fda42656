"""What all stages share: the message contract, identity, settings, errors, and the command line."""
