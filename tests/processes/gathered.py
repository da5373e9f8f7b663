"""Every safeguard of the penalty procedure, module by module."""

from processes.safeguards import (
    closing,
    decision,
    discretion,
    documents,
    evidence,
    hearing,
    law,
    notice,
    officers,
    records,
    review,
    service,
)

MODULES = (
    officers,
    records,
    evidence,
    service,
    documents,
    law,
    discretion,
    review,
    notice,
    hearing,
    decision,
    closing,
)
SAFEGUARDS = tuple(safeguard for module in MODULES for safeguard in module.SAFEGUARDS)
