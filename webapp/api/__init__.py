"""The JSON API ``/api/v1`` (接口): the same operations and queries as the pages."""
