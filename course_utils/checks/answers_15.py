"""Right answers of lesson 15 that count and compare, and the pieces of which wrong ones are made."""
import numpy as np


def compare_stack(maps, depth):
    """Return the weights of `depth` 3 x 3 convolutions, and of one that sees as many places. Built in lesson 15."""
    size = 1 + 2 * depth
    return depth * 9 * maps * maps, size * size * maps * maps


def stack_with(size, layer=lambda maps: 9 * maps * maps):
    """Return an answer whose large convolution has `size(depth)` places in a row, its small ones `layer(maps)` weights."""
    return lambda maps, depth: (depth * layer(maps), size(depth) ** 2 * maps * maps)


def bottleneck_multiplications(side, maps_in, narrow, maps_out, size):
    """Return the multiplications of a 1 x 1 to `narrow` maps and a size x size to `maps_out` maps. Built in lesson 15."""
    return side * side * (maps_in * narrow + size * size * narrow * maps_out)


def front(costs, scores):
    """Return which networks no other one beats in cost and score, truth values (networks,). Built in lesson 15."""
    cheaper, better = costs[:, None] < costs[None], scores[:, None] > scores[None]  # (one, other)
    no_worse = (costs[:, None] <= costs[None]) & (scores[:, None] >= scores[None])
    return ~np.any(no_worse & (cheaper | better), axis=0)


def front_loops(costs, scores):
    """Return the same in two loops over plain numbers."""
    result = []
    for cost, score in zip(costs, scores):
        beaten = any(c <= cost and s >= score and (c < cost or s > score) for c, s in zip(costs, scores))
        result.append(not beaten)
    return np.array(result)


def front_by(beats):
    """Return an answer in which another network beats one where `beats(costs, scores, cost, score)` is true of it."""
    def wrong(costs, scores):
        return np.array([not np.any(beats(costs, scores, cost, score)) for cost, score in zip(costs, scores)])
    return wrong


def front_of_others(costs, scores):
    """Return the answer in which every other network that is no worse strikes out, even one that is equal in both."""
    return np.array([not any(costs[j] <= costs[i] and scores[j] >= scores[i] for j in range(len(costs)) if j != i)
                     for i in range(len(costs))])


def front_of_earlier(costs, scores):
    """Return the answer in which a network is compared only with those that stand before it."""
    return np.array([not np.any(beats(costs[:i], scores[:i], costs[i], scores[i])) for i in range(len(costs))])


def beats(costs, scores, cost, score):
    """Return which of the networks beat one with `cost` and `score`."""
    return (costs <= cost) & (scores >= score) & ((costs < cost) | (scores > score))


def family(blocks, maps):
    """Return the layers and the weights of the network with 6 blocks + 2 layers. Built in lesson 15."""
    return family_with()(blocks, maps)


def family_with(first=lambda before, maps: before * maps, others=lambda blocks: 2 * blocks - 1, stages=(1, 2, 4),
                stem=27, outputs=10, layers=lambda blocks: 6 * blocks + 2, biases=0, each=9):
    """Return an answer whose parts are as given: right as they stand, and wrong in other ways.

    first: maps in times maps out of the first convolution of a stage; others: how many more a stage has; stem: weights of
    the first convolution per map; outputs: of the dense layer; biases: added; each: weights of a kernel.
    """
    def answer(blocks, maps):
        weights, before = stem * maps, maps
        for times in stages:
            here = times * maps
            weights += each * first(before, here) + others(blocks) * each * here * here
            before = here
        return layers(blocks), weights + stages[-1] * maps * outputs + biases
    return answer


def family_overwritten(blocks, maps):
    """Return the answer in which each stage overwrites the weights of the one before: the last stage and the dense layer."""
    here = 4 * maps
    return 6 * blocks + 2, 9 * 2 * maps * here + (2 * blocks - 1) * 9 * here * here + 10 * here
