"""Documents, signatures, seals, numbers and the archived volumes (文书、签名、印章、文号、案卷)."""
