#!/usr/bin/env node
// kubectl runs this for `kubectl mekhanikube ... <TAB>`, with the words behind `mekhanikube`; the last one is unfinished.
// https://github.com/kubernetes/sample-cli-plugin#shell-completion
process.argv.splice(2, 0, '__complete', '--kubectl', '--');
await import('./mekhanikube.js');
