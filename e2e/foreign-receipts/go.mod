module stele.example/foreign-receipts

go 1.24.0

require (
	filippo.io/torchwood v0.9.0
	github.com/fxamacker/cbor/v2 v2.5.0
	github.com/transparency-dev/merkle v0.0.2
	github.com/veraison/go-cose v1.3.0
	golang.org/x/mod v0.31.0
)

require (
	github.com/x448/float16 v0.8.4 // indirect
	golang.org/x/crypto v0.46.0 // indirect
	golang.org/x/sync v0.19.0 // indirect
)
