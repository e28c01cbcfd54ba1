"""What the editors see: the digest, and later their pages and the next issue."""
