# mekhanikube: what a user types. Each target works on a fresh clone with git, make and any Node with npm; those of the
# stack need Docker with Compose instead. ARGS are flags of the command: make analyze ARGS="--filter=Pod -n shop".
NPM := npm --no-fund --no-audit
RUN := @scripts/stack
export MODEL MODEL_ARGS FILE OVERLAY YES OLLAMA_PORT STACK

.PHONY: help demo test up model-pull analyze analyze-json doctor shell logs status down clean backup restore

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/'

demo: node_modules/.installed ## diagnose a recorded broken cluster: needs no cluster, no Docker, no model
	@npm run --silent build
	@npm run --silent demo

test: node_modules/.installed ## install and run the tests
	npm test

up: ## build and start the stack, and wait until it is healthy
	$(RUN) up

model-pull: ## fetch a model into the stack; MODEL=qwen3:4b-instruct
	$(RUN) model-pull

analyze: ## read the cluster of the kubeconfig and report; ARGS="--filter=Pod -n shop"
	$(RUN) analyze $(ARGS)

analyze-json: ## the same into a file; FILE=report.json
	$(RUN) analyze-json $(ARGS)

doctor: ## look at cluster, model, engine and machine, and say how to mend what is wrong
	$(RUN) doctor $(ARGS)

shell: ## a shell in the command line's container
	$(RUN) shell

logs: ## what the stack's containers wrote
	$(RUN) logs $(ARGS)

status: ## containers and volumes
	$(RUN) status

down: ## stop the stack; the two volumes stay
	$(RUN) down

clean: ## remove it all, the volumes too; asks, or YES=1
	$(RUN) clean

backup: ## both volumes into an archive with a checksum; FILE=mekhanikube-volumes.tar
	$(RUN) backup

restore: ## both volumes from an archive of make backup; FILE=mekhanikube-volumes.tar
	$(RUN) restore

# No package runs a script of its own when it is installed, but for the one that puts Node itself in place.
node_modules/.installed: package-lock.json
	$(NPM) ci
	$(NPM) rebuild node --ignore-scripts=false
	@touch $@
