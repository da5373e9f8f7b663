"""Numbers: counters and the register of what took which number (文号登记簿)."""
