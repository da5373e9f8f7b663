"""Sign-in, roles and permissions (登录与权限)."""
