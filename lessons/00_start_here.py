# ---
# jupyter:
#   course: {number: 0, title: Start here, part: 0, minutes: 13, builds_on: [], data: []}
# ---
# %% [markdown]
# # 00 · Start here
#
# In a few minutes you run your first neuron, set it right, and see how every lesson of this course works: you predict,
# you run, you write a few lines, and a check tells you at once what is right and what is not.
#
# Afterwards you can
# - run the cells of a lesson, and start it afresh when something has gone wrong,
# - answer an exercise, and use its check, its hints and its solution,
# - say what a neuron computes.
#
# About 13 minutes. You need school mathematics and a little Python: variables, functions, lists, a loop.

# %% [markdown]
# ## Run a cell
#
# A lesson is made of texts like this one and of **cells** with code like the next one. Click into the cell, then
# press **Shift+Enter**: it runs, what it has to show appears below it, and you are in the next cell. Cells build on
# the ones above them, so run all of them, in order. The first one only fetches tools and shows nothing; a number in
# the brackets to its left says that it is done.

# %%
from math import exp

from course_utils import accepted, check, course_map, progress, runtime, show
from course_utils.widgets import NeuronModel, explore_neuron, plot_neuron

# %% [markdown]
# ## A neuron in three lines
#
# This is the smallest piece that all networks of this course are built from. It receives numbers, its **inputs**. It
# multiplies each by a **weight**, adds everything up, and adds one more number, its **bias**. The last line squeezes
# the sum into the range from 0 to 1 with a curve called the sigmoid; what comes out is its **output**. Above one half
# we say that the neuron **fires**.
#
# **Predict** before you run it: the two inputs are 1 and 1, both weights are 1, the bias is $-0.5$. What is the sum,
# and does the neuron fire?

# %%
def neuron(x1, x2, w1, w2, bias):
    total = w1 * x1 + w2 * x2 + bias
    return 1 / (1 + exp(-total))


output = neuron(1, 1, w1=1, w2=1, bias=-0.5)
print(f"the output is {output:.4f}")

# %% [markdown]
# The sum is $1 \cdot 1 + 1 \cdot 1 - 0.5 = 1.5$. That is above zero, so the output is above one half, and the neuron
# fires. A sum of exactly zero would give exactly one half, which is not above it.
#
# ## Set it right
#
# Give the neuron a task: it should fire if **both** inputs are 1, and stay quiet for the other three combinations of
# 0 and 1. This is the logical AND. The figure shows the plane of the two inputs. On the black line the sum is zero;
# the star is the input that the neuron has before it just now. Which of the four points lie in the shaded part, where
# the neuron fires?

# %%
points = [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)]       # x1, x2, and whether it should fire
model = NeuronModel(x1=1, x2=1, w1=1, w2=1, bias=-0.5, points=points)
assert model.net(1, 1) == 1.5 and model.net(1, 0) == 0.5 and model.net(0, 0) == -0.5
show(plot_neuron(model), alt=model.description())

# %% [markdown]
# Three points are in the shaded part, and only the blue one should be.
#
# The line that begins with `assert` is a habit of this course. It states facts, and stops the notebook if one is not
# true. Every result you read in these lessons is printed by a cell or guarded in this way.
#
# Below are a slider for each weight and one for the bias. Move them with the mouse, or select one with the Tab key
# and use the arrow keys. The text beside them says in numbers what the figure shows. What does a weight do to the
# line, and what does the bias do? Then set both weights back to 1, and find a bias with which all four points are
# right.
#
# (On a page where nothing runs, such as GitHub, there is nothing to move. Take the figure above instead.)

# %%
explore_neuron(model)

# %% [markdown]
# ## Your first exercise
#
# A weight turns the line, the bias moves it without turning. Now put on record what you have found. An exercise has
# a cell for your answer, then a cell with its check. Where you see `...`, something of yours belongs. As long as you
# leave it, the check says "not attempted yet", and the rest of the lesson still works.
#
# Below the check you find two **hints** and the **solution**, folded. Open a hint when you have been stuck for a few
# minutes, then try again. Read the solution when your own has passed, too: it may be written differently.

# %% [markdown] tags=["exercise"]
# ### Exercise 0.1 - the bias of AND  (core, 2 min)
#
# With both weights at 1, which bias makes the neuron fire for (1, 1) and for no other point? Replace the `...` by a
# number, run the cell, then run the check below it.

# %% tags=["answer"] exercise="0.1"
bias = ...
### BEGIN SOLUTION
bias = -1.5  # any number between -2 and -1
### END SOLUTION

# %%
check("0.1", bias)

# %% [markdown] tags=["hint"] exercise="0.1"
# The neuron fires where the sum is above zero. What is $1 \cdot x_1 + 1 \cdot x_2$ at each of the four points?

# %% [markdown] tags=["hint"] exercise="0.1"
# Without the bias the sum is 0 at (0, 0), it is 1 at (0, 1) and (1, 0), and 2 at (1, 1). With the bias added, the 2
# must still be above zero, and the 1 must not.

# %% [markdown]
# Now see what a check says of a wrong answer. The next cell hands it a bias that is wrong on purpose.

# %%
exercise, wrong_bias = "0.1", -0.5
check(exercise, wrong_bias, keep=False)

# %% [markdown]
# It does not only say no. It knows what many people try, and says what is amiss with it. If it does not know your
# mistake, it shows an example in which your answer differs: what was given, what you got, what was expected. An answer
# may be checked as often as you like. Once it has passed, a later wrong try takes nothing away.
#
# Most exercises ask for a function. You write the line where it says `# your code here`.

# %% [markdown] tags=["exercise"]
# ### Exercise 0.2 - the weighted sum  (core, 3 min)
#
# A neuron may have any number of inputs. Write the sum that goes into the sigmoid: each input times its weight, all
# added up, and the bias. `inputs` and `weights` are lists of equal length. Your function must `return` the result.

# %% tags=["answer"] exercise="0.2"
def weighted_sum(inputs, weights, bias):
    """The sum of input times weight over all inputs, plus the bias; one number."""
    ### BEGIN SOLUTION
    total = bias
    for value, weight in zip(inputs, weights):
        total = total + weight * value
    return total
    ### END SOLUTION

# %%
check("0.2", weighted_sum)

# %% [markdown] tags=["hint"] exercise="0.2"
# Begin with `total = bias`. A loop over `zip(inputs, weights)` gives you one input and its weight at a time.

# %% [markdown] tags=["hint"] exercise="0.2"
# In the loop, add `weight * value` to `total`. After the loop, at the depth of the `for`, write `return total`.

# %% [markdown]
# Where a lesson goes on with an answer, it says `accepted(...)`: it takes yours if the check has passed it, else the
# course's own, and tells you which. So you can leave an exercise and come back to it.

# %%
weighted_sum = accepted("0.2", weighted_sum)
total = weighted_sum([1, 0, 1], [2, -1, 0.5], -1)
assert total == 1.5
print("2 · 1 - 1 · 0 + 0.5 · 1 - 1 =", total)

# %% [markdown]
# ## Your progress, and how to start afresh
#
# Which exercises have passed is kept on your machine, outside the lessons. Close the lid, come back, and it is still
# there. Nothing is sent anywhere. (Google Colab is another matter: it forgets your progress when it closes its
# machine, and your answers, too, unless you save a copy in Drive.)

# %%
progress(0)

# %% [markdown]
# Three things help when a notebook behaves strangely:
#
# - **Run all from the top**: in the menu, Kernel > Restart Kernel and Run All Cells. (The kernel is the Python that runs
#   your cells.) Cells that were run out of order are the most common cause of trouble. Your answers stay.
# - **Take a fresh copy of a lesson**: the lessons in the folder `my_lessons` are your own. Rename yours, and the
#   command `course lab` (or `make lab`) lays a new one.
# - **A name is not defined**: the cell that makes it has not been run yet. The message says what to do.
#
# ## Your machine
#
# All lessons run on two processor cores and without a graphics card. The next cell looks at the machine that this
# notebook runs on; where something is missing, the line says what to do about it. Data sets that are not at hand are
# fetched when a lesson needs them; without an internet connection it takes a small built-in set, and says so.

# %% tags=["nbval-ignore-output"]
runtime.report()

# %% [markdown]
# ## The lessons
#
# Take them in the order of their numbers; later ones build on earlier ones. The minutes are those of a quick reader:
# plan more, and pauses. What is called further is optional.

# %%
course_map()

# %% [markdown]
# **What you can now do**: run a lesson, answer an exercise, read what its check says, and tell what a neuron
# computes: a weighted sum, a bias, and a curve. You set a neuron right by hand. The rest of the course is about
# networks that set themselves right, from examples.
