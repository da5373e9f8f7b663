"""Calendar years (工作日历): the holidays of a year as they were announced, entered once."""
