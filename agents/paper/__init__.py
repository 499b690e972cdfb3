"""How our papers look: type, colours and tables that every PDF and every Word file shares."""
