import { wordsOf } from './words-of.ts';

/** Adjectives; comparison and the adverb in -ly follow by rule. */
export const ADJECTIVES: ReadonlySet<string> = wordsOf(`
able abnormal absent absolute abrupt accessible accidental accurate active actual additional adequate affected alive
alone alternative ambiguous anonymous apparent applicable appropriate approximate artificial asleep automatic available
average aware awake bad bare basic bigger big blank blind brief broad broken busy capable careful central certain cheap
chief chosen classic clean clear close common comparable compatible complete complex compulsory concrete
concurrent conditional configurable consecutive consequent considerable consistent constant contradictory
convenient conventional cordoned correct corresponding critical crucial cumulative current custom cyclic dangerous dead
declared deep default defective definite degraded deliberate dense dependent desirable desired detailed different
difficult digital direct disabled distinct dry due dynamic eager early easy effective efficient
eligible empty enabled endless enormous entire equal equivalent erroneous essential eventual
evident exact exceptional excessive exclusive exhausted existing expected expensive expired explicit extensive external
extra extreme faint fair false familiar far fast fatal faulty final fine finite firm fit fixed flat
flexible foreign forbidden formal former forthcoming frequent fresh full functional fundamental further future
general generic genuine global good gradual great greater hard harmful hazardous headless healthy heavy helpful
hidden high higher honest huge identical idle illegal immediate immutable imminent impossible
improper inaccessible inaccurate inactive inadequate inappropriate incapable incompatible incomplete
inconsistent incorrect independent indirect individual ineffective inefficient initial inner innocent insecure
insufficient intact intended intentional interactive interim intermediate intermittent internal invalid invisible
inevitable irrelevant isolated joint key kind known large late latter least left legal legitimate lengthy
likely limited linear little live local lone long loose low lower main major malformed manual marked massive
matching maximal meaningful mere middle mild minimal minimum maximum minor missing misspelt misspelled mistaken mistyped
mixed moderate modern multiple mutable mutual namespaced narrow native natural necessary negative
neighboring neighbouring neutral new next nonexistent non-existent normal notable null numeric numerous objective
obligatory obsolete obvious occasional odd old open operational opposite optional ordinary original orphaned outdated
outer overall overloaded parallel partial particular passive past peculiar pending permanent permissive persistent
physical plain plausible poor popular positive possible potential powerful precise preferred
premature present previous primary prior private privileged probable problematic progressive proper proportional
proposed public pure quick quiet random rapid rare raw ready real reasonable recent recurring recursive redundant
regional regular related relative relevant reliable reluctant remaining remote repeated required
respective responsible restricted resulting rigid risky robust rough routine safe satisfied scarce secondary
secure selective sensible sensitive separate sequential serious severe shallow sharp short significant similar
simple simultaneous single slight slow small smooth sole solid special specific stable stale standard static steady
steep stiff straight strange strict strong structural stuck subsequent substantial successful such
sudden sufficient suitable sure surplus suspicious synthetic systematic tainted temporary tentative terminal
thin thorough tight tiny top total transient transitive transparent trivial true typical ultimate unable unacceptable
unauthenticated unauthorized unavailable unaware unbound unchanged unclear uncommon undefined underlying undesirable
unexpected unfinished unfit unhealthy uniform unique universal unknown unlikely unlimited unnecessary
unreachable unready unrecognized unrelated unreliable unresolved unresponsive unsafe unsatisfied unscheduled
unschedulable unset unspecified unstable unsuccessful unsuitable unsupported unsure untolerated unused unusual
unwanted upcoming upper upstream downstream urgent useful useless usual vague valid valuable variable various vast
verbose viable virtual visible vital vulnerable weak whole wide widespread wrong young zero-length reachable silent aggregated ephemeral executable unchecked ordered continuous continual periodic
unfortunate readable writable mountable misconfigured nonresponsive unhandled unmet unfulfilled unstarted chronological
anew
`);

/** Adverbs and words of time and place that follow by no rule. */
export const ADVERBS: ReadonlySet<string> = wordsOf(`
accordingly afterwards afterward ago altogether anyhow anymore anyway beforehand downward eventually forever forward
forwards hardly henceforth indeed indefinitely initially lately likewise mainly maybe merely meantime mostly namely
nevertheless nonetheless normally partly perhaps possibly presumably previously probably promptly
simultaneously somehow somewhat subsequently thereafter thereby therein thereof twofold
upward usually wherein whereby worldwide first second last next late long far well better best worse worst
minute minutes second seconds hour hours day days week weeks month months year years while moment instant
`);

/** Compounds with a hyphen or a slash that are words of the language and no names. */
export const COMPOUND_WORDS: ReadonlySet<string> = wordsOf(`
and/or read/write read-only read-write write-only back-off back-offs non-existent non-existing non-root non-zero
re-created re-create re-creates re-creation re-deployed re-try re-tries out-of-memory up-to-date out-of-date well-known
well-formed long-running short-lived long-lived built-in left-over so-called one-time two-way self-healing
pre-existing in-cluster on-demand real-time run-time start-up time-out time-outs mis-typed mis-spelled misspelled
cluster-wide cluster-scoped namespace-wide node-level pod-level container-level application-level cluster-level
control-plane multi-container single-node high-level low-level user-defined self-signed default-deny fail-closed
fail-open image-pull crash-loop crash-looping never-ending newly-created host-level command-line per-node per-pod
third-party follow-up knock-on end-to-end key-value not-ready not-found exit-code pull-secret case-sensitive
roll-out roll-outs close-by order
`);
