"""Legal parameters in their layers: what field, province, city or body has settled (法定参数)."""
