// The cheapest thing that Node can be started for.
