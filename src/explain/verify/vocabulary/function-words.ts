import { wordsOf } from './words-of.ts';

/** Words that carry the grammar of a sentence and name nothing. */
export const FUNCTION_WORDS: ReadonlySet<string> = wordsOf(`
a an the this that these those such same other others another each every all any some no none both either neither
it its itself they them their theirs themselves he she one ones who whom whose which what whatever whichever whoever
something anything nothing everything somewhere anywhere nowhere everywhere
and or but nor so yet for because since as if unless until till while whereas although though whether than then when
whenever where wherever why how however therefore thus hence otherwise instead besides moreover furthermore meanwhile
of in on at by with without within from to into onto out off over under above below up down through throughout
during before after between among against about around across along behind beside beyond near toward towards upon via
per despite except like unlike inside outside due according regarding concerning following including
not never cannot can could may might must shall should will would do does did done doing be am is are was were been
being has have had having isn't aren't wasn't weren't doesn't don't didn't hasn't haven't hadn't can't couldn't won't
wouldn't shouldn't mustn't it's that's there's
there here now also too only just even still again already once always often sometimes rarely seldom soon later
earlier ever almost nearly quite rather very much more most less least few fewer fewest many several enough else
together apart away back forth ahead own nobody somebody elsewhere plus i.e e.g etc vs
`);

/** Words before a noun that show that the next word is one. */
export const DETERMINERS: ReadonlySet<string> = wordsOf(`
a an the this that these those its their whose each every any some no another other same of in on for by from with
named called
`);
