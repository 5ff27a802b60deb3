import fc from 'fast-check';

/**
 * The same examples in every run, so that a failure is that of a change and not of chance. To look for new ones:
 * MEKHANIKUBE_TEST_SEED=$RANDOM make test
 */
fc.configureGlobal({ seed: Number(process.env['MEKHANIKUBE_TEST_SEED'] ?? 20_261_122) });
