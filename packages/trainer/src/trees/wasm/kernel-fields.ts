// Where things stand in the memory that the kernel's threads share. Read by TypeScript and by AssemblyScript alike, so
// only plain numbers stand here. Fields are 4 bytes at HEADER + 4 * field, reals 8 bytes at REALS + 8 * field.

/** Byte address of the fields, of the reals, and of the first byte that is free for tables. */
export const HEADER = 1024;
export const REALS = 2048;
export const TABLES = 4096;

// Fields by which threads meet.
export const PHASE_NUMBER = 0;
export const PHASE_KIND = 1;
export const NEXT_TASK = 2;
export const TASK_COUNT = 3;
export const WORKERS_DONE = 4;
export const WORKERS_FAILED = 5;

// Sizes, and addresses of tables.
export const ROW_COUNT = 16;
export const CHUNK_ROWS = 17;
export const TREES_PER_ROUND = 18;
export const CLASS_INDEX = 19;
export const OBJECTIVE = 20;
export const COUNT_SHIFT = 21;
export const BINS = 22;
export const FEATURES = 23;
export const ACTIVE = 24;
export const ACTIVE_COUNT = 25;
export const LABELS = 26;
export const WEIGHTS = 27;
export const SCORES = 28;
export const NORMALISERS = 29;
export const GRADIENTS = 30;
export const ORDER_EVEN = 31;
export const ORDER_ODD = 32;
export const NODE_GRADIENTS = 33;
export const DIRECTIONS = 34;
export const SLOTS = 35;
export const SLOT_BYTES = 36;
export const JOBS = 37;
export const RESULTS = 38;
export const SCRATCH = 39;
export const CHUNKS = 40;
export const ROUTE_BINS = 41;
export const ROUTE_ROWS = 42;
export const ROUTE_SCORES = 43;
export const TREE_NODES = 44;
export const TREE_VALUES = 45;
export const TREE_ROUTES = 46;
export const CHUNK_MAXIMA = 47;
export const MIN_CHILD_ROWS = 48;
export const MAX_SPLIT_CATEGORIES = 49;
export const BIN_COLUMNS = 50;
export const SAMPLE_SIZE = 51;

// Reals. The two totals are 64-bit integers.
export const GRADIENT_TOTAL = 0;
export const HESSIAN_TOTAL = 1;
export const GRADIENT_FACTOR = 2;
export const HESSIAN_FACTOR = 3;
export const CLASS_FACTOR = 4;
export const GRADIENT_SCALE = 5;
export const HESSIAN_SCALE = 6;
export const MIN_CHILD_HESSIAN = 7;
export const L2 = 8;
export const MIN_GAIN = 9;
export const CATEGORY_SMOOTHING = 10;
export const CATEGORY_L2 = 11;

// Phases.
export const PHASE_STOP = 0;
export const PHASE_MAXIMA = 1;
export const PHASE_NORMALISE = 2;
export const PHASE_GRADIENTS = 3;
export const PHASE_HISTOGRAMS = 4;
export const PHASE_DIRECTIONS = 5;
export const PHASE_SCATTER = 6;
export const PHASE_LEAVES = 7;
export const PHASE_ROUTE = 8;
export const PHASE_SORT_SAMPLES = 9;
export const PHASE_ASSIGN_BINS = 10;

// Objectives.
export const OBJECTIVE_REGRESSION = 0;
export const OBJECTIVE_BINARY = 1;
export const OBJECTIVE_MULTI_CLASS = 2;

// A feature: missing bin, first bin in a slot, 1 when categorical, unused.
export const FEATURE_BYTES = 16;
// A histogram job: start, end, odd order, slot of the smaller node, slot of the larger or -1, 1 when rows are in table
// order; then from byte 32 six reals: gradient, hessian and count of the smaller and of the larger node.
export const JOB_BYTES = 80;
// A split found: gain (-1: none), last left bin, missing left; gradient, hessian and count of the left; 256 bits of bins.
export const RESULT_BYTES = 80;
// A run of rows to part: start, end, odd order, feature, 1 when rows are in table order, side whose gradients are gathered
// (0 none, 1 left, 2 right), where left and right rows go; count of left rows (written); then from byte 48 the route.
export const CHUNK_BYTES = 304;
export const CHUNK_ROUTE = 48;
// A node of a tree: feature, left, right, unused.
export const NODE_BYTES = 16;
// A column to bin: address of its values, two places for its sample, then (written) where the sorted sample stands and its
// length; address of bounds padded by Infinity to a power of two, address of the bins, half that power, missing bin.
export const BIN_COLUMN_BYTES = 64;
// What a thread needs to order categories or count digits.
export const SCRATCH_BYTES = 8192;
