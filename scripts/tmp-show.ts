import { broken, healthy, render, reportOf, partialCoverage, findings } from '../test/unit/report/sample.ts';
const [f='text', w='80', ...rest]=process.argv.slice(2);
process.stdout.write(render(f as never, rest.includes('healthy')?healthy:rest.includes('partial')?reportOf({coverage:partialCoverage}):broken, {width:Number(w), color:rest.includes('color'), verbose:rest.includes('verbose'), ascii: rest.includes('ascii')}));
