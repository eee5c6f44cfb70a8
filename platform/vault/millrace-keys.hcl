# What the portal and its workers may do at the transit engine: make, use, turn and destroy the keys of tenants.
# Never: export or back up a key, or make one by encrypting under a name that has none (`create` on encrypt), which would
# bring a destroyed key's name back to life.
path "transit/keys" {
  capabilities = ["list"]
}

path "transit/keys/*" {
  capabilities = ["create", "read", "update", "delete"]
}

path "transit/encrypt/*" {
  capabilities = ["update"]
}

path "transit/decrypt/*" {
  capabilities = ["update"]
}
