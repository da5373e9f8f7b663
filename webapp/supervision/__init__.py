"""What supervisors see of running procedures (监督平台): the trajectory, never the content."""
