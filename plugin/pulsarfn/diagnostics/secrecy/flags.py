"""Passwords in command lines: the flags of client programs whose values are passwords, although no name says so."""

_VALUE = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s;&|]+)"""
_LOGIN_COMMAND = r"(?:docker|podman|nerdctl|helm|oc|az|crane|skopeo)(?:\s+\w+){0,3}?\s+login"
_CLIENTS = {
    rf"(?:mysql|mariadb|mongo)\w*|sshpass|cqlsh|rabbitmqadmin|{_LOGIN_COMMAND}": "-p",
    r"redis-(?:cli|benchmark)": "-a",
    r"ldap\w+|smbclient": "-w",
    r"sqlcmd|bcp|isql|zip|unzip": "-P",
    r"plink|pscp|psftp": "-pw",
}
"""The flag of the password, by client program."""

_FLAG_OF_CLIENT = "|".join(
    rf"\b(?:{client})(?:\s+(?!{flag}[\s\"'\w])[^\s;&|]+){{0,50}}+\s+{flag}\s{{0,9}}"
    for client, flag in _CLIENTS.items()
)
_GLUED = r"(?<![\w-])-p(?=[^\s=:,/\\]*[0-9A-Z!@#$%^&*?~+])(?=[^\s]{4})"
"""``-pPASSWORD`` of an unknown program: no option of Java begins with p and has capital letters or digits."""

_LOGIN = r"(?<![\w-])(?:-u|--user|--proxy-user)[\s=]{0,9}[\"']?[^\s:\"'=-][^\s:\"']{0,100}:"
_POSITIONAL = r"\bsqlplus\s+(?:-\w+\s+){0,9}\w+/|\bhtpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+"
_SQL = r"\b(?:identified\s+by|password)\s+(?=[\"'])"
_NETRC = r"\blogin\s+\S+\s+password\s+"
_PGPASS = r"(?<![\w.:/-])(?![0-9a-f]{0,4}:[0-9a-f]{4,5}:[0-9a-f]{0,4}:)[\w*-][\w.*-]{0,200}:(?:\d{4,5}|\*):[\w*-]{1,100}:[\w*-]{1,100}:"

_START = r"(?<!\w)(?=[\w*-])"
"""Where any of them begins: fast, as no other character of a text needs to be tried with each."""

IN_COMMAND = (
    rf"(?P<login>{_START}(?:{_LOGIN}|{_FLAG_OF_CLIENT}|(?-i:{_GLUED})|{_POSITIONAL}|{_SQL}|{_NETRC}|{_PGPASS})){_VALUE}"
)
"""A pattern of such a password; the group holds what is before it. Case does not matter."""
