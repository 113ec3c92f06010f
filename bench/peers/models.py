"""The same boosted trees in three libraries: 200 trees of depth 6, rate 0.1, 63 bins."""

TREES = 200
DEPTH = 6
BINS = 63


def make_lightgbm(threads):
    import lightgbm

    model = lightgbm.LGBMClassifier(
        n_estimators=TREES, max_depth=DEPTH, num_leaves=2**DEPTH, learning_rate=0.1, max_bin=BINS, n_jobs=threads, verbose=-1
    )
    return lightgbm.__version__, model


def make_xgboost(threads):
    import xgboost

    model = xgboost.XGBClassifier(
        n_estimators=TREES,
        max_depth=DEPTH,
        learning_rate=0.1,
        max_bin=BINS + 1,
        tree_method="hist",
        enable_categorical=True,
        n_jobs=threads,
    )
    return xgboost.__version__, model


def make_sklearn(_threads):
    import sklearn
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_depth=DEPTH,
        max_leaf_nodes=2**DEPTH,
        learning_rate=0.1,
        max_bins=255,
        categorical_features="from_dtype",
        early_stopping=False,
    )
    return sklearn.__version__, model


MAKERS = {"lightgbm": make_lightgbm, "xgboost": make_xgboost, "sklearn": make_sklearn}
