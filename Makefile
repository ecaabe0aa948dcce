# make test is the whole gate: what it needs it installs (Debian packages only where they are missing).

GO        ?= go
LINT      := $(GO) tool -modfile=tools/go.mod golangci-lint
RELEASE   := $(GO) tool -modfile=tools/release/go.mod
PLATFORMS := linux/amd64 windows/amd64 darwin/arm64

.PHONY: before feed primaries nation audit-tables secrets release reproducible assets build test unit format lint law types platforms race fuzz bench bench-import setup words floors year second full tamper attack kills ha-drill

build: ## the program, in this folder
	CGO_ENABLED=0 $(GO) build -trimpath -o giamngheo ./cmd/giamngheo

test: setup format lint secrets law types race unit ## everything that must pass before a change lands

setup: ## what the tests need: a C compiler, PostgreSQL, HAProxy, a browser, strace, npm's packages
	@missing=""; \
	command -v gcc >/dev/null || missing="$$missing gcc libc6-dev"; \
	ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$$missing postgresql"; \
	command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || missing="$$missing chromium-headless-shell"; \
	command -v strace >/dev/null || missing="$$missing strace"; \
	command -v haproxy >/dev/null || [ -x /usr/sbin/haproxy ] || missing="$$missing haproxy"; \
	command -v npm >/dev/null || missing="$$missing nodejs npm"; \
	if [ -n "$$missing" ]; then echo "installing$$missing"; apt-get update -qq && apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi
	@[ -d internal/web/assets/node_modules/oidc-provider ] || (cd internal/web/assets && npm ci --no-audit --no-fund --silent)

assets: ## what browsers load, built anew from internal/web/assets (needs Node); the result is committed
	cd internal/web/assets && npm ci --no-audit --no-fund && npm run build

year: ## the year of random events at a bigger size
	YEAR_HOUSEHOLDS=20000 YEAR_EVENTS=200 $(GO) test ./internal/app -run 'TestYear$$' -timeout 60m

second: ## 100,000 random households between the engine and the second implementation of the law
	SECOND_HOUSEHOLDS=100000 $(GO) test ./internal/poverty -run 'TestSecond$$' -v

demos: ## a demonstration of each of the 34 provinces, within a review and outside one
	DEMOS=1 $(GO) test ./internal/app/demo -run 'TestDemonstrations$$' -timeout 60m

full: ## what the gate tests on a small register, on the whole one
	GIAMNGHEO_FULL=1 $(GO) test -timeout 60m ./internal/app/results -run 'TestMovements$$'

ha-drill: build ## primaries killed under load: Patroni, etcd and HAProxy on this machine (doc/ha)
	doc/ha/drill.sh ./giamngheo $(or $(ROUNDS),5)

kills: ## the server killed 1,000 times in the midst of saves, and 60 times in the midst of imports
	KILLS=1000 KILLED_IMPORTS=60 $(GO) test ./internal/cli -run 'TestKill' -timeout 120m -v

tamper: ## 10,000 random changes of rows behind the program's back, on each engine
	TAMPER=10000 $(GO) test ./internal/store -run 'TestVandal' -timeout 60m

attack: ## a million requests with ids of elsewhere and of nowhere, in every address, query and form
	ATTACK=$(or $(REQUESTS),1000000) $(GO) test ./internal/web -run 'TestIDFields$$' -timeout 240m -v

feed: ## 100,000 saves heard of at another server, the connection cut a hundred times
	FEED_SAVES=100000 FEED_CUTS=100 $(GO) test ./internal/app -run 'TestFeedCut$$' -timeout 60m -v

primaries: ## 200 primaries killed under load, their synchronous standbys promoted
	PRIMARIES=200 $(GO) test ./internal/app -run 'TestPrimaryKilled$$' -timeout 60m -v

before: ## the statements of this program, which the tables of the next one must still understand: after a release
	WRITE_BEFORE=1 $(GO) test ./internal/store -run 'TestBefore$$'

words: ## the catalogues of texts, written anew from the code; what is missing is then for a translator
	$(GO) test ./internal/words -run TestTexts -update

floors: ## the picture of the packages in the papers, drawn anew from the code
	$(GO) run ./internal/floors > doc/pictures/floors.svg

format:
	@out=$$(gofmt -l cmd internal e2e embed.go); if [ -n "$$out" ]; then echo "not formatted:"; echo "$$out"; exit 1; fi
	@out=$$($(GO) run ./internal/fmthtml internal/web 2>&1) || { echo "not formatted (go run ./internal/fmthtml -w internal/web):"; echo "$$out"; exit 1; }

lint: ## with govet among the linters
	$(LINT) run ./...

secrets: ## no key, password or token lies in the files
	@$(RELEASE) gitleaks dir . --no-banner --redact --verbose

BUILT := -trimpath -buildvcs=false -ldflags '-s -w -buildid='
release: ## in dist/: the program for every platform, its bill of materials (CycloneDX), checksums
	rm -rf dist && mkdir dist
	@for p in $(PLATFORMS); do o=giamngheo-$${p%/*}-$${p#*/}; case $$p in windows/*) o=$$o.exe;; esac; \
	  echo "dist/$$o"; CGO_ENABLED=0 GOOS=$${p%/*} GOARCH=$${p#*/} $(GO) build $(BUILT) -o dist/$$o ./cmd/giamngheo || exit 1; done
	$(RELEASE) cyclonedx-gomod app -json -licenses -main cmd/giamngheo -output dist/giamngheo.cdx.json .
	cd dist && sha256sum giamngheo* > SHA256SUMS && cat SHA256SUMS

reproducible: ## whoever builds this again, with nothing kept from before, has the same bytes
	@d=$$(mktemp -d); trap 'rm -rf "$$d"' EXIT; for n in 1 2; do \
	  CGO_ENABLED=0 GOCACHE=$$d/cache$$n $(GO) build $(BUILT) -o $$d/$$n ./cmd/giamngheo || exit 1; done; \
	cmp $$d/1 $$d/2 && sha256sum < $$d/1

law: ## the law as data, every golden case in it
	$(GO) run ./cmd/giamngheo law check

types: ## the program is type-checked as Windows and macOS would compile it; linux is compiled by the tests
	@cd tools && $(GO) run ./platforms windows/amd64 darwin/arm64

platforms: ## pure Go on every platform that officers use: compiled and linked, which takes minutes
	@for p in $(PLATFORMS); do echo "build $$p"; CGO_ENABLED=0 GOOS=$${p%/*} GOARCH=$${p#*/} $(GO) build -o /dev/null ./cmd/giamngheo || exit 1; done

# what runs in several goroutines is tested with the race detector: small rooms whole, of the large ones the tests that do
# things at once. The rest, and these at their full size, are tested by `unit`.
RACED      := app/files audit/... credential/... exchange/... office/... result/... sending/... sheet/... snapshot/... store/... vault/... words/...
RACED_ROOM := app app/plans app/transfer web poverty
AT_ONCE    := Together|AtOnce|During|Feed|Rebuild|TwoAdmin|WaitsFor|Twice|PlanMends|Kernel|Classif

# tests of one goroutine that are slow under the detector; `unit` runs them
ALONE := TestPlans|TestVandal|TestKnowing|TestWrittenOver|TestPutBack
# the database and the ciphers are compiled without the detector: they share nothing with us but by calls, and are most
# of what it would watch. The driver is compiled with it: it uses sync.Map, and the linker may give the whole program its
# copy of that map's code, with which the detector would no longer see what our own maps order
WATCHED := -race '-gcflags=modernc.org/...=-race=false -d=checkptr=0' -gcflags=modernc.org/sqlite=-d=checkptr=0 \
	'-gcflags=golang.org/x/crypto/...=-race=false'
race: ## with the race detector, what has goroutines
	$(GO) test -vet=off $(WATCHED) -short -timeout 20m -skip '$(ALONE)' $(foreach p,$(RACED),./internal/$(p))
	$(GO) test -vet=off $(WATCHED) -short -timeout 20m -run '$(AT_ONCE)' $(foreach p,$(RACED_ROOM),./internal/$(p))

unit: # what go test vets the linter has vetted
	$(GO) test -vet=off -timeout 20m ./...

fuzz: ## every fuzz target for a while (FUZZTIME each)
	@for pkg in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(or $(FUZZTIME),20s) $$pkg || exit 1; done; done

bench: ## the benchmarks whose ratios the README states
	$(GO) test -run '^$$' -bench . -benchtime 1x -timeout 60m ./...

bench-import: ## the longest wait of a save while 80,000 households are imported
	$(GO) test -run '^$$' -bench BenchmarkSavesDuringImport -benchtime 1x ./internal/app/transfer

nation: build ## a synthetic country of 28 million households, served and measured (doc/scale.md)
	tools/nation.sh ./giamngheo $(or $(HOUSEHOLDS),28000000)

audit-tables: ## small cells: the audit against counting out 100,000 random tables
	GIAMNGHEO_TABLES=100000 $(GO) test -run TestAuditIsEnumeration ./internal/suppress
