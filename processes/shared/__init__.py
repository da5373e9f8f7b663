"""What several procedures share (共用环节): evidence, hearing, service, publicity, closing."""
