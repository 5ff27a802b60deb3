# mekhanikube: what a user types. Each target works on a fresh clone with git, make and any Node with npm.
NPM := npm --no-fund --no-audit

.PHONY: demo test help

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/'

demo: node_modules/.installed ## diagnose a recorded broken cluster: needs no cluster, no Docker, no model
	@npm run --silent build
	@npm run --silent demo

test: node_modules/.installed ## install and run the tests
	npm test

# No package runs a script of its own when it is installed, but for the one that puts Node itself in place.
node_modules/.installed: package-lock.json
	$(NPM) ci
	$(NPM) rebuild node --ignore-scripts=false
	@touch $@
