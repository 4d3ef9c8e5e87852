#!/usr/bin/env node
require('../dist/autogov.cjs');
