module millrace/vault-build

go 1.26.8

require github.com/hashicorp/vault v1.13.0
