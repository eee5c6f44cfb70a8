# What the External Secrets operator may read with the role `millrace`, and nothing else.
path "secret/data/millrace/*" {
  capabilities = ["read"]
}

path "secret/metadata/millrace/*" {
  capabilities = ["read"]
}
