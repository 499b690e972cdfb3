"""How an interview brief comes about: a desk with what was found, an agent or rules that look, and quotes held to their source."""
